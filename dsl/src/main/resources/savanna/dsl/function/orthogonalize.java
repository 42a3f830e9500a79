/** Five Newton-Schulz steps of Muon towards the nearest matrix of orthonormal rows or columns; 0 stays 0. */
private static INDArray orthogonalize(INDArray x) {
    double sum = 0;
    for (double number : x.ravel().toDoubleVector()) {
        sum += number * number;
    }
    boolean isTall = x.rows() > x.columns();
    INDArray result = (isTall ? x.transpose() : x).div(sum == 0 ? 1 : Double.isFinite(sum) ? Math.sqrt(sum) : Double.NaN);
    for (int step = 0; step < 5; step++) {
        INDArray a = result.mmul(result.transpose());
        INDArray b = a.mmul(a).muli(2.0315).subi(a.mul(4.775));
        result = result.mul(3.4445).addi(b.mmul(result));
    }
    return isTall ? result.transpose().dup() : result;
}
