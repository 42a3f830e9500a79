package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;

/**
 * Moves one constant (paper, section 3.1): half the time it is drawn anew from N(0, 1), half the time multiplied by 2^a
 * with a from N(0, 1). The whole neighbourhood of the {@code hyperparameters} strategy.
 */
public final class ChangeConstant implements Mutation {

    private record Place(int statement, int position, Operand.Constant constant) {}

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public String document() {
        return "a constant moves, or is drawn anew";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        List<Place> places = places(program);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        Place place = choices.of(places);
        Operand moved = choices.moved(place.constant);
        return moved.equals(place.constant)
                ? Optional.empty()
                : Optional.of(ModifyArgument.replace(program, place.statement, place.position, moved));
    }

    private static List<Place> places(Program program) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < program.statements().size(); i++) {
            List<Operand> arguments = program.statements().get(i).arguments();
            for (int j = 0; j < arguments.size(); j++) {
                if (arguments.get(j) instanceof Operand.Constant constant) {
                    places.add(new Place(i, j, constant));
                }
            }
        }
        return places;
    }
}
