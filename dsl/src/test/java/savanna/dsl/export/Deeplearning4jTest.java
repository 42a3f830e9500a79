package savanna.dsl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/** A Deeplearning4j network trains with exported updaters as Savanna's engine does on that network's gradients. */
class Deeplearning4jTest {

    private static final int STEPS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lion", "adamw", "sgd-momentum", "amsgrad"})
    void shouldTrainANetworkAsTheEngineDoes(String name) throws Exception {
        Program program = ProgramLibrary.find(name).orElseThrow();
        try (CompiledUpdaters updaters = new CompiledUpdaters(Map.of(name, program), folder)) {
            MultiLayerNetwork trained = network(updaters.updater(name));
            MultiLayerNetwork reference = network(updaters.updater(name));
            Nd4j.getRandom().setSeed(5);
            INDArray features = Nd4j.randn(16, 4);
            INDArray labels = Nd4j.zeros(16, 3);
            for (int i = 0; i < 16; i++) {
                labels.putScalar(i, features.getDouble(i, 0) > 0.3 ? 2 : features.getDouble(i, 1) > 0 ? 1 : 0, 1);
            }
            int parameters = (int) reference.numParams();
            assertThat(trained.params()).isEqualTo(reference.params());
            float[] weights = reference.params().toFloatVector();
            Optimizer engine = Engine.block()
                    .compile(
                            program,
                            ParameterLayout.builder().add("all", parameters).build());
            reference.setInput(features);
            reference.setLabels(labels);
            for (int step = 0; step < STEPS; step++) {
                trained.fit(features, labels);
                reference.setParams(Nd4j.createFromArray(weights).reshape(1, parameters));
                reference.computeGradientAndScore();
                engine.step(weights, reference.getFlattenedGradients().toFloatVector(), 1);
            }
            float[] actual = trained.params().toFloatVector();
            for (int i = 0; i < parameters; i++) {
                assertThat(actual[i]).as("%s, parameter %d", name, i).isCloseTo(weights[i], within(1e-5f));
            }
        }
    }

    private static MultiLayerNetwork network(IUpdater updater) throws ReflectiveOperationException {
        List<Regularization> decay = CompiledUpdaters.regularization(updater);
        // By layer, as the export says: given to the builder of the network it is applied twice.
        DenseLayer.Builder hidden = new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.TANH);
        hidden.regularization(decay).regularizationBias(decay);
        OutputLayer.Builder output = new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(5)
                .nOut(3)
                .activation(Activation.SOFTMAX);
        output.regularization(decay).regularizationBias(decay);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .miniBatch(false)
                .list()
                .layer(hidden.build())
                .layer(output.build())
                .build());
        network.init();
        return network;
    }
}
