/**
 * Simplification that is measured on a task: what may go because the task does not notice, and constants with fewer
 * digits.
 */
package savanna.search.simplify;
