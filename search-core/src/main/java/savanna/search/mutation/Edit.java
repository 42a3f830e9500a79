package savanna.search.mutation;

import savanna.dsl.program.Program;

/**
 * A change made to a program.
 *
 * @param program the changed program
 * @param words what was done, such as {@code insert at 3: t1 = sin(m)}; statements count from 1
 */
public record Edit(Program program, String words) {}
