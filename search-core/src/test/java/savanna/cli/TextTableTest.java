package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldSetNumbersToTheRight() {
        TextTable table = new TextTable("programs", "kind");
        table.add("30,000", "evolution");
        table.add("8", "rest");
        assertThat(table.lines()).containsExactly("programs  kind", "  30,000  evolution", "       8  rest");
    }

    @Test
    void shouldWrapTheLastColumnAndBreakWordsThatAreTooLong() {
        TextTable table = new TextTable("made", "mutation");
        table.add("#1", "insert at 3: v = sqrt(w)");
        table.add("#2", "start: /a/very/long/path.program");
        assertThat(table.lines(24))
                .containsExactly(
                        "made  mutation",
                        "#1    insert at 3: v =",
                        "        sqrt(w)",
                        "#2    start:",
                        "        /a/very/long/pat",
                        "        h.program");
        assertThat(table.lines()).contains("#1    insert at 3: v = sqrt(w)");
    }
}
