package savanna.dsl.function;

import static savanna.dsl.function.Fact.ASSOCIATIVE;
import static savanna.dsl.function.Fact.FINITE;
import static savanna.dsl.function.Fact.HOMOGENEOUS;
import static savanna.dsl.function.Fact.INVOLUTION;
import static savanna.dsl.function.Fact.ODD;
import static savanna.dsl.function.Fact.SCALE_FREE;
import static savanna.dsl.function.Function.named;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Functions of leaves as matrices. A vector of n is one of 1 x n, a number one of 1 x 1, an array of more dimensions
 * one of its first by the product of the rest; every function is defined on each.
 */
final class MatrixFunctions {

    static final List<Function> ROWS = List.of(
            named("rows")
                    .ofShape((rows, columns) -> rows)
                    .facts(FINITE)
                    .work(0)
                    .positive()
                    .document("rows of each leaf: the first dimension; 1 of a vector or a number")
                    .spelling(new Spelling(
                            "w.new_tensor(w.shape[0])", "jnp.asarray(w.shape[0], w.dtype)", "", "m", "{rows}"))
                    .build(),
            named("cols")
                    .ofShape((rows, columns) -> columns)
                    .facts(FINITE)
                    .work(0)
                    .positive()
                    .document("columns of each leaf: all its numbers over its rows; the length of a vector")
                    .spelling(new Spelling(
                            "w.new_tensor(w.shape[1])", "jnp.asarray(w.shape[1], w.dtype)", "", "n", "{columns}"))
                    .build(),
            named("is_matrix")
                    .ofShape((rows, columns) -> rows > 1 && columns > 1 ? 1 : 0)
                    .facts(FINITE)
                    .work(0)
                    .neverNegative(SignRule.ALWAYS)
                    .document("1 for a leaf of more than one row and more than one column, else 0")
                    .spelling(new Spelling(
                            "w.new_tensor(min(w.shape) > 1)",
                            "jnp.asarray(min(w.shape) > 1, w.dtype)",
                            "",
                            "[m, n > 1]",
                            "(Math.min({rows}, {columns}) > 1 ? 1.0 : 0.0)"))
                    .build(),
            named("row_mean", "x")
                    .leafwise(
                            unary("1 column", kind -> Kind.of(kind.rows(), Extent.ONE)),
                            MatrixLoops::rowMean,
                            MatrixReferences::rowMean)
                    .facts(FINITE, ODD, HOMOGENEOUS)
                    .identityOn(kind -> kind.columns() == Extent.ONE)
                    .work(2)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("mean of each row; of a vector, its mean")
                    .spelling(new Spelling(
                            "torch.mean({0}, 1, keepdim=True)",
                            "jnp.mean({0}, 1, keepdims=True)", "", "\\mathrm{rowmean}({0})", "[0].mean(true, 1)"))
                    .build(),
            named("col_mean", "x")
                    .leafwise(
                            unary("1 row", kind -> Kind.of(Extent.ONE, kind.columns())),
                            MatrixLoops::columnMean,
                            MatrixReferences::columnMean)
                    .facts(FINITE, ODD, HOMOGENEOUS)
                    .identityOn(kind -> kind.rows() == Extent.ONE)
                    .work(2)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("mean of each column; a vector stays as it is")
                    .spelling(new Spelling(
                            "torch.mean({0}, 0, keepdim=True)",
                            "jnp.mean({0}, 0, keepdims=True)", "", "\\mathrm{colmean}({0})", "[0].mean(true, 0)"))
                    .build(),
            named("mean", "x")
                    .leafwise(unary("leaf", kind -> Kind.LEAF), MatrixLoops::mean, MatrixReferences::mean)
                    .facts(FINITE, ODD, HOMOGENEOUS)
                    .identityOn(kind -> kind.rows() == Extent.ONE && kind.columns() == Extent.ONE)
                    .work(2)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("mean over each leaf")
                    .spelling(new Spelling(
                            "torch.mean({0})",
                            "jnp.mean({0})", "", "\\mathrm{mean}({0})", "[0].meanNumber().doubleValue()"))
                    .build(),
            named("transpose", "x")
                    .leafwise(
                            unary("rows as columns", Kind::transposed),
                            MatrixLoops::transpose,
                            MatrixReferences::transpose)
                    .facts(FINITE, ODD, HOMOGENEOUS, INVOLUTION)
                    .bound(0)
                    .identityOn(kind -> kind.rows() == Extent.ONE && kind.columns() == Extent.ONE)
                    .work(2)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("rows as columns; of a vector, a column of n x 1")
                    .spelling(new Spelling("{0}.mT", "{0}.mT", "", "{0}^\\top", "[0].transpose().dup()"))
                    .build(),
            named("matmul", "x", "y")
                    .leafwise(
                            Signature.asGiven(
                                    "an x with as many columns as y has rows",
                                    "rows of x, columns of y",
                                    kinds -> kinds.get(0).times(kinds.get(1))),
                            MatrixLoops::product,
                            MatrixReferences::product)
                    .facts(FINITE, ASSOCIATIVE)
                    .bound(1e-6)
                    .bilinear()
                    .work(50)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .zero(a -> a.isZero(0) && a.isFinite(1) || a.isZero(1) && a.isFinite(0))
                    .document("matrix product, (a, b) by (b, c); of a vector v and its transpose, <v, v>")
                    .spelling(new Spelling("{0} @ {1}", "{0} @ {1}", "", "{0} {1}", "[0].mmul([1])"))
                    .build(),
            named("orthogonalize", "x")
                    .leafwise(unary("as x", kind -> kind), MatrixLoops::orthogonalize, MatrixReferences::orthogonalize)
                    .facts(FINITE, ODD, SCALE_FREE)
                    .bound(1e-3)
                    .work(500)
                    .document("the nearest matrix of orthonormal rows or columns, roughly: x / |x|, then five times"
                            + " 3.4445 X - 4.775 (X X') X + 2.0315 (X X')^2 X, as in Muon; a vector becomes some 0.7"
                            + " of its direction; 0 stays 0")
                    .spelling(Spelling.inFiles(
                            "orthogonalize",
                            "orthogonalize({0})",
                            "orthogonalize([0])",
                            "\\mathrm{NewtonSchulz}_5({0})"))
                    .build(),
            named("inverse_root", "x", "p")
                    .leafwise(
                            Signature.of(
                                    "a square x (left square, right square, leaf, scalar) and a p that is one number"
                                            + " a leaf (scalar, leaf)",
                                    "as x",
                                    MatrixFunctions::root),
                            MatrixLoops::inverseRoot,
                            MatrixReferences::inverseRoot)
                    .bound(1e-6)
                    .work(1000)
                    .zero(arguments -> arguments.isZero(0))
                    .document("(x + r)^(-1/p) of a symmetric square, with r 1e-6 of its largest eigenvalue and negative"
                            + " eigenvalues as 0; of a square that is not symmetric, of the mean of it and its"
                            + " transpose; 0 where no eigenvalue is positive")
                    .spelling(Spelling.inFiles(
                            "inverse_root", "inverse_root({0}, {1})", "inverseRoot([0], {1})", "{0}^{-1/{1}}"))
                    .build(),
            named("eigenvectors", "x")
                    .leafwise(square(), MatrixLoops::eigenvectors, MatrixReferences::eigenvectors)
                    .facts(FINITE, SCALE_FREE)
                    .bound(1e-5)
                    .work(1000)
                    .zero(ZeroRule.UNKNOWN)
                    .document(
                            "eigenvectors of a symmetric square as columns, eigenvalues ascending, each with its first"
                                    + " number of largest magnitude positive; of a square that is not symmetric, of the mean of"
                                    + " it and its transpose; of a number, 1")
                    .spelling(Spelling.inFiles(
                            "eigenvectors", "eigenvectors({0})", "eigenvectors([0])", "\\mathrm{eig}({0})"))
                    .build(),
            named("orthonormal_basis", "x")
                    .leafwise(
                            unary("as x", kind -> kind),
                            MatrixLoops::orthonormalBasis,
                            MatrixReferences::orthonormalBasis)
                    .facts(FINITE, SCALE_FREE)
                    .bound(1e-6)
                    .work(500)
                    .zero(ZeroRule.UNKNOWN)
                    .document("Gram-Schmidt of the columns, or of the rows where these are fewer: the Q of QR, with no"
                            + " negative number on R's diagonal; what depends on those before it gives way to a unit"
                            + " vector")
                    .spelling(Spelling.inFiles(
                            "orthonormal_basis",
                            "orthonormal_basis({0})",
                            "orthonormalBasis([0])",
                            "\\mathrm{qr}({0})"))
                    .build());

    private MatrixFunctions() {}

    /** Of one argument of any kind. A number of the whole model gives one. */
    private static Signature unary(String outcome, UnaryOperator<Kind> result) {
        return Signature.asGiven(
                "any argument",
                outcome,
                kinds -> Optional.of(kinds.get(0).isNumber() ? Kind.SCALAR : result.apply(kinds.get(0))));
    }

    private static boolean isSquare(Kind kind) {
        return kind.rows() == kind.columns();
    }

    private static Signature square() {
        return Signature.asGiven(
                "a square: left square, right square, leaf, scalar",
                "as x",
                kinds -> Optional.of(kinds.get(0)).filter(MatrixFunctions::isSquare));
    }

    private static Optional<Signature.Typing> root(List<Kind> kinds) {
        Kind x = kinds.get(0).isNumber() ? Kind.LEAF : kinds.get(0);
        return isSquare(x) && kinds.get(1).broadcastsTo(Kind.LEAF)
                ? Optional.of(new Signature.Typing(List.of(x, Kind.LEAF), x))
                : Optional.empty();
    }
}
