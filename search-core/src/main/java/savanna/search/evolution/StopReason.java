package savanna.search.evolution;

/** Why a search ended. */
public enum StopReason {
    PROGRAMS("it had made the programs asked for"),
    EVALUATIONS("it had trained the functions asked for"),
    TRAININGS("it had made the trainings asked for"),
    TRAINING_TIME("its training time was used up"),
    TIME("its time was used up"),
    PLATEAU("the lowest cost had not fallen for the programs given as plateau"),
    TARGET("the target was reached");

    private final String words;

    StopReason(String words) {
        this.words = words;
    }

    /** Completes the sentence "The search ended because ...". */
    public String words() {
        return words;
    }
}
