/** Data: where it comes from, how it is split, and batches of it. */
package savanna.tasks.data;
