package savanna.dsl.export;

import java.util.LinkedHashMap;
import java.util.Map;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/** Programs that see shapes, compare or choose, and arrays of all shapes for them. */
final class MatrixTrials {

    static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("wide", 2, 3)
            .add("bias", 4)
            .add("number")
            .add("tall", 4, 3)
            .add("convolution", 2, 2, 2)
            .add("square", 3, 3)
            .build();

    private MatrixTrials() {}

    /** Every shipped program beyond the paper's functions, and programs with what those lack. */
    static Map<String, Program> programs() {
        Map<String, Program> programs = new LinkedHashMap<>();
        for (String name : ProgramLibrary.names()) {
            if (!ProgramLibrary.ofPaperFunctions().contains(name)) {
                // Where gradients do not reach yet, what SOAP divides by 1e-8 is the rounding of 32 bits.
                String text = ProgramLibrary.text(name)
                        .orElseThrow()
                        .replace("  d = n_hat /", "  sqrt_v_hat = sqrt_v_hat + 0.001\n  d = n_hat /");
                programs.put(name, Program.parse(text));
            }
        }
        programs.put("states-of-all-kinds", Program.parse("""
                def train(w, g, number, each, column, row, tensor, turned, left, right, laid, stood, lr):
                  number = number + lr
                  n = norm(g)
                  each = interp(n, each, 0.9)
                  r = row_mean(g)
                  column = interp(r, column, 0.9)
                  c = col_mean(g)
                  row = interp(c, row, 0.9)
                  tensor = interp(g, tensor, 0.9)
                  t = transpose(g)
                  turned = interp(t, turned, 0.9)
                  l = matmul(g, t)
                  left = interp(l, left, 0.9)
                  q = matmul(t, g)
                  right = interp(q, right, 0.9)
                  lay = transpose(column)
                  laid = interp(lay, laid, 0.5)
                  stand = transpose(row)
                  stood = interp(stand, stood, 0.5)
                  a = matmul(left, tensor)
                  b = matmul(a, right)
                  d = transpose(turned)
                  u = b + d
                  u = u + column
                  u = u + row
                  u = u * each
                  e = transpose(laid)
                  u = u + e
                  f = transpose(stood)
                  u = u + f
                  k = cos(number)
                  u = u * k
                  u = u * 0.01
                  u = u * lr
                  return u, number, each, column, row, tensor, turned, left, right, laid, stood
                """));
        programs.put("views", Program.parse("""
                def train(w, g, a, b, c, lr):
                  a = interp(g, a, 0.9)
                  t = transpose(a)
                  back = transpose(t)
                  d = a * 2.0
                  e = back + d
                  f = t * 0.5
                  b = transpose(f)
                  h = e * b
                  i = row_mean(h)
                  j = row_mean(i)
                  c = interp(j, c, 0.5)
                  u = h + c
                  u = u * 0.01
                  u = u * lr
                  return u, back, b, c
                """));
        programs.put("view-as-update", Program.parse("""
                def train(w, g, a, lr):
                  t = transpose(g)
                  a = interp(t, a, 0.9)
                  u = transpose(a)
                  u = u * lr
                  return u, a
                """));
        programs.put("lower-kinds-as-results", Program.parse("""
                def train(w, g, a, b, c, lr):
                  r = row_mean(g)
                  m = mean(g)
                  old = a + r
                  a = m * 0.5
                  b = a - b
                  c = c + r
                  c = select(m, c, b)
                  n = rows()
                  u = old * n
                  u = u * 0.01
                  u = u + b
                  u = row_mean(u)
                  u = u * lr
                  return u, c, b, r
                """));
        programs.put("numbers-as-matrices", Program.parse("""
                def train(w, g, a, lr):
                  n = norm(g)
                  o = orthogonalize(n)
                  p = orthonormal_basis(lr)
                  e = eigenvectors(n)
                  s = matmul(n, n)
                  i = inverse_root(s, 2.0)
                  t = transpose(n)
                  k = mean(t)
                  l = col_mean(lr)
                  v = col_mean(g)
                  z = transpose(v)
                  x = matmul(v, z)
                  y = row_mean(v)
                  a = interp(x, a, 0.5)
                  u = o + p
                  u = u + e
                  u = u + i
                  u = u * k
                  u = u + l
                  u = u + a
                  u = u - y
                  u = u * g
                  u = u * 0.01
                  u = u * lr
                  return u, a
                """));
        programs.put("model-and-matrices", Program.parse("""
                def train(w, g, m, t, lr):
                  t = t + 1.0
                  b = 1.0 / t
                  m = interp(g, m, 0.9)
                  n = global_norm(m)
                  o = orthogonalize(m)
                  r = row_mean(o)
                  c = cosine_sim(g, r)
                  big = greater(n, 1.0)
                  s = select(big, b, c)
                  u = o * s
                  q = norm(r)
                  u = u + q
                  u = u * 0.01
                  u = u * lr
                  return u, m, t
                """));
        programs.put("eigenbasis", Program.parse("""
                def train(w, g, l, lr):
                  t = transpose(g)
                  s = matmul(g, t)
                  l = l + s
                  d = row_mean(l)
                  d = square(d)
                  e = transpose(d)
                  e = d + e
                  l = l + e
                  v = eigenvectors(l)
                  u = matmul(v, g)
                  u = u * 0.01
                  u = u * lr
                  return u, l
                """));
        return programs;
    }
}
