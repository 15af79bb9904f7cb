/* The bundle that a page loads when a reader first wants to write or run. */

import { Notebook } from "./notebook.js";

window.openNotebook = (settings) => new Notebook(settings);
