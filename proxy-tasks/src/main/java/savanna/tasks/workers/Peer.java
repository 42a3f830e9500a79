package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** The other end of a line: something that was started for its standard input and output. Nobody waits for it. */
interface Peer {

    /** Is told, by threads of the peer. */
    interface Listener {
        void heard(ObjectNode message);

        /** Nothing more will come. @param reason how it ended, with the last that it printed */
        void ended(String reason);
    }

    /** Something that is written; larger things come in pieces. */
    @FunctionalInterface
    interface Outgoing {
        void write(JsonLines.Writer writer) throws IOException;
    }

    /** Starts peers. */
    @FunctionalInterface
    interface Starter {
        /** @throws IOException if there is no such program */
        Peer start(List<String> command, Listener listener) throws IOException;
    }

    /** Has something written, some time. */
    void say(Outgoing messages);

    /** Has a message written, some time. */
    default void say(ObjectNode message) {
        say(writer -> writer.write(message));
    }

    /** Ends it at once. @param why becomes part of the reason that the listener is told */
    void kill(String why);

    /** Ends its input, upon which it ends by itself. */
    void hangUp();

    /** Waits for the end, and makes it if it does not come. */
    void awaitEnd(long millis);
}
