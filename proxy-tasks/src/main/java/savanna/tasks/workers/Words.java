package savanna.tasks.workers;

import java.util.ArrayList;
import java.util.List;

/** Commands as people write them: words apart by blanks, quoted with ' or " where they hold some. */
public final class Words {
    private Words() {}

    /**
     * The words of a command. Nothing is expanded, and no shell is asked; whoever wants one writes {@code sh -c '...'}.
     *
     * @throws IllegalArgumentException if a quote is not closed, or there are no words
     */
    public static List<String> of(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
                isWord = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                isWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (isWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                isWord = false;
            } else {
                word.append(c);
                isWord = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("the quote " + quote + " is not closed in: " + command);
        }
        if (isWord) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expected a command that starts a worker, found nothing");
        }
        return words;
    }
}
