/** Problems whose curvature is stated: what an optimizer does on them can be worked out. */
package savanna.tasks.quadratic;
