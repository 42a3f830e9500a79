package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.export.Target;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** The row that CONTRIBUTING.md shows under "A function" compiles and works. */
class ContributedFunctionTest {

    @Test
    void shouldCompileAndKeepItsPromises(@TempDir Path classes) throws Exception {
        Function softsign = compile(row(), classes);
        assertThat(softsign.signature()).isEqualTo("softsign(x)");
        assertThat(softsign.is(Fact.ODD)).isTrue();
        float[] out = new float[3];
        ((Kernel.Unary) softsign.kernel()).apply(new float[] {-1, 0, 3}, out, 3);
        assertThat(out).containsExactly(-0.5f, 0, 0.75f);
        assertThat(softsign.reference().orElseThrow().at(3)).isEqualTo(0.75);
    }

    /** Everything that takes a program takes one with the contributed function. */
    @Test
    void shouldBeCheckedRunSimplifiedClassifiedAndExported(@TempDir Path classes) throws Exception {
        Function softsign = compile(row(), classes);
        Program program = with(softsign, """
                def train(w, g, m, lr):
                  n = negative(g)
                  m = interp(n, m, 0.9)
                  s = tanh(m)
                  u = negative(s)
                  dead = tanh(w)
                  u = u * lr
                  u = u * 0.01
                  return u, m
                """);
        Analysis analysis = AbstractExecution.of(program);
        assertThat(analysis.isValid()).isTrue();
        assertThat(analysis.liveStatements()).isEqualTo(6);
        Program plain = with(softsign, """
                def train(w, g, v, lr):
                  v = interp(g, v, 0.9)
                  t = tanh(v)
                  r = lr * 0.01
                  u = r * t
                  return u, v
                """);
        assertThat(AbstractExecution.of(plain).isValid()).isTrue();
        float[] weights = new float[3];
        Optimizer optimizer = Engine.block().compile(analysis, ParameterLayout.flat(3));
        optimizer.step(weights, new float[] {10, 0, -30}, 1);
        assertThat(weights[0]).isCloseTo(-0.005f, within(1e-6f));
        assertThat(weights[2]).isCloseTo(0.0075f, within(1e-6f));
        assertThat(new Simplifier().simplify(program).result().statements())
                .as("the signs meet, since the row says that it is odd")
                .hasSize(4)
                .anyMatch(statement -> statement.function() == softsign);
        assertThat(Target.PYTORCH.export(program, "soft", "Soft.")).contains("s = m / (1 + torch.abs(m))");
        assertThat(Target.OPTAX.export(program, "soft", "Soft.")).contains("s = m / (1 + jnp.abs(m))");
        assertThat(Target.ND4J.export(program, "soft", "Soft.")).contains("element / (1 + Math.abs(element))");
        // Long lines are broken.
        assertThat(Target.LATEX.export(program, "soft", "Soft.").replaceAll("\\s+", " "))
                .contains("{1 + |m_t|}");
        assertThat(Target.TEXT.export(program, "soft", "Soft.")).contains("s = softsign(m)");
    }

    /** The parser knows the language's own functions only: tanh stands in for the contributed one. */
    private static Program with(Function function, String text) {
        Program parsed = Program.parse(text);
        return parsed.withStatements(parsed.statements().stream()
                .map(statement -> statement.function().name().equals("tanh")
                        ? new Statement(statement.target(), function, statement.arguments())
                        : statement)
                .toList());
    }

    private static String row() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("savanna.root"), "CONTRIBUTING.md"));
        Matcher matcher = Pattern.compile("## A function\n.*?```java\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(matcher.find())
                .as("a java block under \"## A function\" in CONTRIBUTING.md")
                .isTrue();
        return matcher.group(1).strip().replaceFirst(",$", "");
    }

    private static Function compile(String row, Path classes) throws Exception {
        String source =
                "package savanna.dsl.function; import static savanna.dsl.function.Function.named; import static savanna.dsl.function.Fact.*;\n"
                        + "public class Contributed { public static final Function ROW = " + row + "; }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///savanna/dsl/function/Contributed.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        assertThat(compiler.getTask(null, null, null, options, null, List.of(file))
                        .call())
                .isTrue();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, ContributedFunctionTest.class.getClassLoader())) {
            return (Function) loader.loadClass("savanna.dsl.function.Contributed")
                    .getField("ROW")
                    .get(null);
        }
    }
}
