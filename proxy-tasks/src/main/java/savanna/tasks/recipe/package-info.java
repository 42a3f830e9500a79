/** How a model is trained: steps, schedule, clipping, metric, seeds. */
package savanna.tasks.recipe;
