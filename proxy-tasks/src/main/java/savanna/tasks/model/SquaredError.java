package savanna.tasks.model;

import savanna.tasks.data.Batch;

/** The mean of {@code (output - target)^2}, as torch.nn.MSELoss. */
record SquaredError() implements Head {
    @Override
    public double gradient(float[] outputs, Batch batch) {
        int n = batch.size();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double error = (double) outputs[i] - batch.values()[i];
            sum += error * error;
            outputs[i] = (float) (2 * error / n);
        }
        return sum / n;
    }

    @Override
    public Model.Score score(float[] outputs, Batch batch) {
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            double error = (double) outputs[i] - batch.values()[i];
            sum += error * error;
        }
        return new Model.Score(sum, 0, batch.size());
    }
}
