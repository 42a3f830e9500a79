package savanna.tasks;

/** The training loss of late: a moving average over about a twentieth of the run, at least ten steps. */
final class RunningLoss {
    private final double share;
    private double sum;
    private double weight;

    RunningLoss(int steps) {
        share = 1.0 / Math.max(10, steps / 20);
    }

    void add(double loss) {
        sum += share * (loss - sum);
        weight += share * (1 - weight);
    }

    double value() {
        return sum / weight;
    }
}
