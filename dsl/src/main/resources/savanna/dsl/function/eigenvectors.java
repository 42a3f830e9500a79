/** Eigenvectors of a symmetric matrix as columns, eigenvalues ascending; the first of their largest numbers is positive. */
private static INDArray eigenvectors(INDArray x) {
    double[][] a = x.toDoubleMatrix();
    int n = a.length;
    double[][] vectors = rotated(a);
    double[][] sorted = new double[n][n];
    boolean[] isTaken = new boolean[n];
    for (int k = 0; k < n; k++) {
        int least = -1;
        for (int i = 0; i < n; i++) {
            if (!isTaken[i] && (least < 0 || a[i][i] < a[least][least])) {
                least = i;
            }
        }
        isTaken[least] = true;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(vectors[i][least]));
        }
        double sign = 0;
        for (int i = 0; i < n; i++) {
            sign = sign == 0 && Math.abs(vectors[i][least]) >= (1 - 1e-6) * largest ? Math.signum(vectors[i][least]) : sign;
        }
        for (int i = 0; i < n; i++) {
            sorted[i][k] = sign * vectors[i][least];
        }
    }
    return Nd4j.createFromArray(sorted).castTo(x.dataType());
}
