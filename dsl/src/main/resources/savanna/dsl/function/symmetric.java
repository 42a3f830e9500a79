/** Eigenvectors of a symmetric matrix, as columns, by Jacobi's rotations; the eigenvalues are left on the diagonal. */
private static double[][] rotated(double[][] a) {
    int n = a.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
        vectors[i][i] = 1;
        for (int j = 0; j < i; j++) {
            a[i][j] = (a[i][j] + a[j][i]) / 2;
            a[j][i] = a[i][j];
        }
    }
    boolean isChanging = true;
    for (int sweep = 0; sweep < 60 && isChanging; sweep++) {
        isChanging = false;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                if (Math.abs(a[p][q]) > 1e-17 * (Math.abs(a[p][p]) + Math.abs(a[q][q]))) {
                    isChanging = true;
                    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
                    double c = 1 / Math.sqrt(t * t + 1);
                    double s = t * c;
                    for (int k = 0; k < n; k++) {
                        double held = a[k][p];
                        a[k][p] = c * held - s * a[k][q];
                        a[k][q] = s * held + c * a[k][q];
                    }
                    for (int k = 0; k < n; k++) {
                        double held = a[p][k];
                        a[p][k] = c * held - s * a[q][k];
                        a[q][k] = s * held + c * a[q][k];
                        held = vectors[k][p];
                        vectors[k][p] = c * held - s * vectors[k][q];
                        vectors[k][q] = s * held + c * vectors[k][q];
                    }
                }
            }
        }
    }
    return vectors;
}
