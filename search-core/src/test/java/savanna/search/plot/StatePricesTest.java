package savanna.search.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import savanna.search.chart.Curve;
import savanna.search.store.RunQueries;
import savanna.tasks.Outcome;

class StatePricesTest {

    private static RunQueries.FunctionRow function(double fitness, double states) {
        return new RunQueries.FunctionRow(
                "0",
                "search-1",
                1,
                "",
                5,
                5,
                states,
                Outcome.TRAINED,
                OptionalDouble.of(fitness),
                OptionalDouble.empty(),
                0);
    }

    private static Curve curve(RunQueries.FunctionRow... front) {
        StatePrices prices = new StatePrices();
        prices.add(List.of(front), "run");
        return prices.curves().get(0);
    }

    @Test
    void shouldTellAtWhichPriceEachStateFalls() {
        // A second number of state wins .1, the first .4; a third wins nothing.
        Curve curve = curve(function(1, 2), function(1.1, 1), function(1.5, 0), function(1.05, 3));
        for (int i = 0; i < curve.x().size(); i++) {
            double price = curve.x().get(i);
            assertThat(curve.y().get(i)).isEqualTo(price < 0.1 ? 2 : price < 0.4 ? 1 : 0);
        }
        assertThat(curve.errors()).as("one run has no error").isEmpty();
    }

    @Test
    void shouldPassOverStatesThatAreWorthNoPrice() {
        // The first number wins .3 and the second .5: both fall at .4.
        Curve curve = curve(function(1, 2), function(1.5, 1), function(1.8, 0));
        assertThat(curve.y()).containsOnly(2.0, 0.0);
    }

    @Test
    void shouldBearThreeOnALine() {
        Curve curve = curve(function(0.1, 3), function(0.2, 2), function(0.3, 1), function(0.4, 0));
        assertThat(curve.y()).first().isEqualTo(3.0);
        assertThat(curve.y()).last().isEqualTo(0.0);
    }

    @Test
    void shouldShowPricesAtEqualRatiosAroundTheSteps() {
        List<Double> prices =
                curve(function(1, 2), function(1.1, 1), function(1.5, 0)).x();
        assertThat(prices.get(0)).as("before the first step").isCloseTo(0.1 / 3, within(1e-9));
        assertThat(prices.get(prices.size() - 1)).as("beyond the last").isCloseTo(0.4 * 3, within(1e-9));
        double ratio = prices.get(1) / prices.get(0);
        for (int i = 1; i < prices.size(); i++) {
            assertThat(prices.get(i) / prices.get(i - 1)).isCloseTo(ratio, within(1e-9));
        }
    }

    @Test
    void shouldNotGoAsFarAsWhereANumberForTheWholeModelFalls() {
        List<Double> prices =
                curve(function(1, 1), function(1.5, 0.001), function(2, 0)).x();
        assertThat(prices.get(prices.size() - 1)).isCloseTo(0.5 / 0.999 * 3, within(1e-9));
    }

    @Test
    void shouldShowTheMeanOfRepeats() {
        StatePrices prices = new StatePrices();
        prices.add(List.of(function(2, 1), function(2.2, 0)), "two");
        prices.add(List.of(function(3, 1), function(3, 0)), "two");
        prices.add(List.of(), "nothing trained");
        prices.add(List.of(function(Double.POSITIVE_INFINITY, 0)), "nothing finite");
        assertThat(prices.curves()).extracting(Curve::name).containsExactly("two (2 runs)");
        Curve curve = prices.curves().get(0);
        assertThat(curve.y()).first().as("one keeps it, one does not").isEqualTo(0.5);
        assertThat(curve.y()).last().isEqualTo(0.0);
        assertThat(curve.errors()).isNotEmpty();
    }

    @Test
    void shouldBearFitnessAsFarApartAsNumbersGo() {
        StatePrices prices = new StatePrices();
        prices.add(List.of(function(-Double.MAX_VALUE, 1), function(Double.MAX_VALUE, 0)), "run");
        assertThat(prices.curves()).as("it is worth any price").isEmpty();
    }

    @Test
    void shouldShowNothingWhereMemoryIsWorthNothing() {
        StatePrices prices = new StatePrices();
        prices.add(List.of(function(1, 0), function(1, 1)), "run");
        assertThat(prices.curves()).isEmpty();
    }
}
