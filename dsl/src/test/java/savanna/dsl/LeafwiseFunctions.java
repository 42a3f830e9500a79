package savanna.dsl;

import static savanna.dsl.function.Function.named;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Matrix;
import savanna.dsl.function.Signature;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Functions of whole leaves that the language does not have: contributed as a user would contribute them. */
public final class LeafwiseFunctions {

    public static final Function ROW_MEAN = named("row_mean", "x")
            .leafwise(Signature.fixed(Kind.COLUMN, Kind.TENSOR), LeafwiseFunctions::rowMean)
            .facts(Fact.ODD, Fact.FINITE)
            .document("mean of each row")
            .spelling(new Spelling(
                    "torch.mean({0}.flatten(1), 1, keepdim=True)",
                    "jnp.mean({0}, 1, keepdims=True)", "", "\\mathrm{rowmean}({0})"))
            .build();
    public static final Function TRANSPOSE = named("transpose", "x")
            .leafwise(
                    new Signature() {
                        @Override
                        public Optional<Typing> of(List<Kind> kinds) {
                            return Optional.of(new Typing(kinds, kinds.get(0).transposed()));
                        }

                        @Override
                        public String expectation() {
                            return "any argument";
                        }

                        @Override
                        public String outcome() {
                            return "x, transposed";
                        }
                    },
                    LeafwiseFunctions::transpose)
            .facts(Fact.ODD, Fact.FINITE, Fact.HOMOGENEOUS)
            .document("rows as columns")
            .spelling(new Spelling("{0}.mT", "{0}.mT", "", "{0}^\\top"))
            .build();
    public static final Function MATMUL = named("matmul", "x", "y")
            .leafwise(
                    new Signature() {
                        @Override
                        public Optional<Typing> of(List<Kind> kinds) {
                            return kinds.get(0).times(kinds.get(1)).map(result -> new Typing(kinds, result));
                        }

                        @Override
                        public String expectation() {
                            return "an x with as many columns as y has rows";
                        }

                        @Override
                        public String outcome() {
                            return "rows of x, columns of y";
                        }
                    },
                    LeafwiseFunctions::matmul)
            .facts(Fact.FINITE)
            .document("matrix product")
            .spelling(new Spelling("{0} @ {1}", "{0} @ {1}", "", "{0} {1}"))
            .build();

    /** What stands in a text for each until it is parsed: functions of as many arguments. */
    private static final Map<String, Function> STAND_INS =
            Map.of("arctanh", ROW_MEAN, "arccosh", TRANSPOSE, "power", MATMUL);

    private LeafwiseFunctions() {}

    /** A program whose text may call these functions; statements in single calls. */
    public static Program program(String text) {
        String plain = text;
        for (Map.Entry<String, Function> entry : STAND_INS.entrySet()) {
            plain = plain.replace(entry.getValue().name() + "(", entry.getKey() + "(");
        }
        Program parsed = Program.parse(plain);
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : parsed.statements()) {
            Function function = STAND_INS.getOrDefault(statement.function().name(), statement.function());
            statements.add(new Statement(statement.target(), function, statement.arguments()));
        }
        return parsed.withStatements(statements);
    }

    private static void rowMean(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        for (int i = 0; i < x.rows(); i++) {
            double sum = 0;
            for (int j = 0; j < x.columns(); j++) {
                sum += x.values()[x.index(i, j)];
            }
            out.values()[out.index(i, 0)] = (float) (sum / x.columns());
        }
    }

    private static void transpose(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                out.values()[out.index(j, i)] = x.values()[x.index(i, j)];
            }
        }
    }

    private static void matmul(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        Matrix y = arguments[1];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < y.columns(); j++) {
                double sum = 0;
                for (int k = 0; k < x.columns(); k++) {
                    sum += (double) x.values()[x.index(i, k)] * y.values()[y.index(k, j)];
                }
                out.values()[out.index(i, j)] = (float) sum;
            }
        }
    }
}
