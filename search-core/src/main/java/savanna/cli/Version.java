package savanna.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of Savanna, from the manifest of its jar, and of the Java that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"savanna " + number() + " (Java " + System.getProperty("java.version") + ")"};
    }

    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
