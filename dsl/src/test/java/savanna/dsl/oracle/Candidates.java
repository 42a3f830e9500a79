package savanna.dsl.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.RandomPrograms;
import savanna.dsl.algebra.Disguises;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/** Random, mutated and disguised programs, every other one with constants of any magnitude up to 1e38. */
final class Candidates {

    private final RandomGenerator random;
    private final RandomPrograms ordinary;
    private final RandomPrograms extreme;
    private final RandomPrograms ordinaryArithmetic;
    private final RandomPrograms extremeArithmetic;
    private final RandomPrograms ofKinds;
    private final Disguises disguises;
    private final List<Program> shipped = ProgramLibrary.ofPaperFunctions().stream()
            .map(name -> ProgramLibrary.find(name).orElseThrow())
            .toList();

    Candidates(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        ordinary = new RandomPrograms(random);
        extreme = ordinary.withExtremeConstants();
        ordinaryArithmetic = ordinary.ofArithmetic();
        extremeArithmetic = extreme.ofArithmetic();
        ofKinds = ordinary.ofAllKinds();
        disguises = new Disguises(random);
    }

    /** Those that call functions beyond the paper's. */
    List<Program> shippedOfMatrices() {
        return ProgramLibrary.names().stream()
                .filter(name -> !ProgramLibrary.ofPaperFunctions().contains(name))
                .map(name -> ProgramLibrary.find(name).orElseThrow())
                .toList();
    }

    /** A program whose values have all kinds. */
    Program programOfKinds() {
        return ofKinds.programOfKinds(3 + random.nextInt(12));
    }

    /** A program that differs from the given one by an edit or two, by functions of all kinds. */
    Program neighbourOfKinds(Program program) {
        return ofKinds.mutant(program, 1 + random.nextInt(2));
    }

    List<Program> shipped() {
        return shipped;
    }

    Disguises disguises() {
        return disguises;
    }

    /** The i-th program; nothing where its disguise would need a number that 32 bits do not hold. */
    Optional<Program> program(int i) {
        RandomPrograms programs = i % 2 == 0 ? ordinary : extreme;
        RandomPrograms arithmetic = i % 2 == 0 ? ordinaryArithmetic : extremeArithmetic;
        Program parent = shipped.get(random.nextInt(shipped.size()));
        return switch (i / 2 % 6) {
            case 0 -> Optional.of(programs.program(3 + random.nextInt(14)));
            case 1, 2 -> Optional.of(arithmetic.program(3 + random.nextInt(14)));
            case 3 -> Optional.of(programs.composition());
            case 4 -> Optional.of(programs.mutant(parent, 1 + random.nextInt(8)));
            default -> disguised(programs.mutant(parent, random.nextInt(4)), 1 + random.nextInt(8));
        };
    }

    /** A program that differs from the given one by an edit or two. */
    Program neighbour(Program program) {
        return extreme.mutant(program, 1 + random.nextInt(2));
    }

    /** Nothing where the disguise would need a number that 32 bits do not hold. */
    Optional<Program> disguised(Program program, int layers) {
        try {
            return Optional.of(disguises.of(program, layers));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("is not finite in 32 bits");
            return Optional.empty();
        }
    }
}
