/**
 * Proxy tasks (paper, section 3.2): data, model, recipe and metric, on which programs are trained and get their
 * fitness.
 */
package savanna.tasks;
