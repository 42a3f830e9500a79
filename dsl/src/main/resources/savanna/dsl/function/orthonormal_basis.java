/** Q of QR, with no negative number on R's diagonal; of the rows where these are fewer. A column that depends on others gives way to a unit vector. */
private static INDArray orthonormalBasis(INDArray x) {
    if (x.rows() < x.columns()) {
        return orthonormalBasis(x.transpose()).transpose().dup();
    }
    double[][] rest = x.toDoubleMatrix();
    int m = rest.length;
    int n = rest[0].length;
    double[][] vectors = new double[n][m];
    double[] signs = new double[n];
    for (int k = 0; k < n; k++) {
        double whole = 0;
        double left = 0;
        for (int i = 0; i < m; i++) {
            double number = x.getDouble(i, k);
            whole += number * number;
            left += i < k ? 0 : rest[i][k] * rest[i][k];
        }
        signs[k] = 1;
        if (!(Math.sqrt(left) <= 1e-6 * Math.sqrt(whole))) {
            signs[k] = rest[k][k] >= 0 ? -1 : 1;
            double size = 0;
            for (int i = k; i < m; i++) {
                vectors[k][i] = rest[i][k] - (i == k ? signs[k] * Math.sqrt(left) : 0);
                size += vectors[k][i] * vectors[k][i];
            }
            for (int i = k; i < m; i++) {
                vectors[k][i] /= Math.sqrt(size);
            }
            reflect(vectors[k], rest);
        }
    }
    double[][] basis = new double[m][n];
    for (int k = 0; k < n; k++) {
        basis[k][k] = signs[k];
    }
    for (int k = n - 1; k >= 0; k--) {
        reflect(vectors[k], basis);
    }
    return Nd4j.createFromArray(basis).castTo(x.dataType());
}

private static void reflect(double[] v, double[][] x) {
    for (int j = 0; j < x[0].length; j++) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * x[i][j];
        }
        for (int i = 0; i < v.length; i++) {
            x[i][j] -= 2 * v[i] * sum;
        }
    }
}
