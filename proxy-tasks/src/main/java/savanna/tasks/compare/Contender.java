package savanna.tasks.compare;

import savanna.dsl.program.Program;

/** A program and what it is called. */
public record Contender(String name, Program program) {}
