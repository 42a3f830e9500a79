package savanna.dsl.analysis;

import savanna.dsl.program.Program;

/** Abstract execution (paper, section 3.2 and appendix): what a program is, in microseconds, before anything is trained. */
public final class AbstractExecution {

    private AbstractExecution() {}

    /** Analyzes a program; an invalid one gives findings, never an exception. */
    public static Analysis of(Program program) {
        throw new UnsupportedOperationException();
    }

    /** Analyzes a program that must be valid. @throws InvalidProgramException with the first error */
    public static Analysis ofValid(Program program) {
        Analysis analysis = of(program);
        analysis.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(error -> { throw new InvalidProgramException(error.message()); });
        return analysis;
    }
}
