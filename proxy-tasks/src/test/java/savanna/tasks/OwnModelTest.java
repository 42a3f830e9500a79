package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.library.ProgramLibrary;

/** Builds the model that CONTRIBUTING.md shows as a jar of its own, and trains it. */
class OwnModelTest {
    private static final Path GUIDE =
            Path.of(System.getProperty("savanna.root", "..")).resolve("CONTRIBUTING.md");

    @TempDir
    private Path folder;

    @Test
    void shouldTrainTheModelOfTheGuideFromAJarOfItsOwn() throws Exception {
        String java = snippet("```java\n");
        assertThat(java.lines().count()).isLessThan(60);
        Path task = Files.writeString(folder.resolve("softmax.yaml"), snippet("```yaml\n"));
        Path jar = build(java, snippet("ModelKind`:\n\n```\n"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            LocalTask found = TaskCatalog.local(task.toString());
            assertThat(found.layout().size()).isEqualTo(640);
            TrainingResult evaluation = Trainings.train(
                    found,
                    savanna.dsl.program.Program.parse("def train(w, g, lr):\n  update = g * lr\n  return update"),
                    List.of(1L),
                    Hurdles.none());
            assertThat(evaluation.fitness().getAsDouble()).isLessThan(0.8);
            assertThat(Trainings.train(found, ProgramLibrary.find("lion").orElseThrow(), List.of(1L), Hurdles.none())
                            .outcome())
                    .isEqualTo(Outcome.TRAINED);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String snippet(String opening) throws IOException {
        Matcher matcher = Pattern.compile(Pattern.quote(opening) + "(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        while (matcher.find()) {
            if (!opening.contains("java") || matcher.group(1).contains("class SoftmaxRegression")) {
                return matcher.group(1);
            }
        }
        throw new IllegalStateException("no " + opening.strip() + " in " + GUIDE);
    }

    private Path build(String java, String services) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/example")).resolve("SoftmaxRegression.java");
        Files.writeString(source, java);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "17",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                source.toString()))
                .isZero();
        Path jar = folder.resolve("softmax.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(each));
            }
            out.putNextEntry(new JarEntry("META-INF/services/savanna.tasks.model.ModelKind"));
            out.write(services.getBytes(StandardCharsets.US_ASCII));
        }
        return jar;
    }
}
