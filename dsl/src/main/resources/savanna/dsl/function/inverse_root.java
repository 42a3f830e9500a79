/** (x + ridge) ^ (-1 / p) of a symmetric matrix, with 1e-6 of its largest eigenvalue for ridge; 0 where none is above 0. */
private static INDArray inverseRoot(INDArray x, double p) {
    double[][] a = x.toDoubleMatrix();
    int n = a.length;
    double[][] vectors = rotated(a);
    double largest = a[0][0];
    for (int k = 1; k < n; k++) {
        largest = Math.max(largest, a[k][k]);
    }
    double[][] root = new double[n][n];
    for (int k = 0; k < n && !(largest <= 0); k++) {
        double power = Math.pow(Math.max(a[k][k], 0) + 1e-6 * largest, -1 / p);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                root[i][j] += vectors[i][k] * power * vectors[j][k];
            }
        }
    }
    return Nd4j.createFromArray(root).castTo(x.dataType());
}
