/** Euclidean norm of an array. */
private static double norm(INDArray x) {
    double sum = 0;
    for (double number : x.ravel().toDoubleVector()) {
        sum += number * number;
    }
    return Math.sqrt(sum);
}
