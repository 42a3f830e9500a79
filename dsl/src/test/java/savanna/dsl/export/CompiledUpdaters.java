package savanna.dsl.export;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import savanna.dsl.program.Program;

/** Programs exported to ND4J and compiled, without a warning, as a user would. */
final class CompiledUpdaters implements AutoCloseable {

    private final URLClassLoader loader;

    CompiledUpdaters(Map<String, Program> programs, Path folder) throws IOException {
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, Program> program : programs.entrySet()) {
            Path file = folder.resolve(Target.ND4J.fileName(program.getKey()));
            Files.writeString(
                    file,
                    Target.ND4J.export(program.getValue(), program.getKey(), "The program " + program.getKey() + "."));
            files.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xlint:all,-processing,-classfile",
                "--release",
                "17");
        StringWriter messages = new StringWriter();
        if (!compiler.getTask(
                        messages,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromStrings(files))
                .call()) {
            throw new AssertionError(messages.toString());
        }
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, CompiledUpdaters.class.getClassLoader());
    }

    IUpdater updater(String name) throws ReflectiveOperationException {
        return (IUpdater) loader.loadClass(ClassNames.of(name)).getConstructor().newInstance();
    }

    /** What the updater leaves to the network's configuration: nothing for most programs. */
    @SuppressWarnings("unchecked")
    static List<Regularization> regularization(IUpdater updater) throws ReflectiveOperationException {
        boolean has = List.of(updater.getClass().getMethods()).stream()
                .anyMatch(method -> method.getName().equals("regularization"));
        return has
                ? (List<Regularization>)
                        updater.getClass().getMethod("regularization").invoke(updater)
                : List.of();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
