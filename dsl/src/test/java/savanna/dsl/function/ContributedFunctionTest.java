package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

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
