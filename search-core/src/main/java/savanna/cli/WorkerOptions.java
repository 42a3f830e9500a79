package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import savanna.tasks.Task;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.NumericsPolicy;
import savanna.tasks.workers.PythonTask;
import savanna.tasks.workers.Words;
import savanna.tasks.workers.WorkerSetup;
import savanna.tasks.workers.Workers;

/** Options that say who trains, for commands without a config. */
final class WorkerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--worker",
            paramLabel = "CMD",
            description =
                    "a command that starts a worker, such as 'ssh gpu1 savanna worker'; may be repeated (default: none, trainings are made here)")
    private List<String> workers = List.of();

    @Option(
            names = "--numerics",
            paramLabel = "same|any",
            defaultValue = "same",
            description = "whether workers whose arithmetic or build is another may train (default: ${DEFAULT-VALUE})")
    private NumericsPolicy numerics;

    /** How workers are started. */
    WorkerSetup setup() {
        List<List<String>> commands = new ArrayList<>();
        for (String worker : workers) {
            try {
                commands.add(Words.of(worker));
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(spec.commandLine(), "--worker: " + wrong.getMessage());
            }
        }
        return WorkerSetup.here().withCommands(commands).withNumerics(numerics);
    }

    /** The task as it is trained by these workers. */
    Task by(Task task) {
        return task instanceof PythonTask python ? python.by(setup()) : task;
    }

    /** A service that trains tasks. */
    TrainingService service(int threads, Tasks tasks) {
        return Workers.service(setup(), threads, tasks);
    }
}
