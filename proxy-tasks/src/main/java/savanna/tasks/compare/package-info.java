/** Fair comparisons of programs on a task: constants tuned first, then fresh seeds and the test split. */
package savanna.tasks.compare;
