// Builds the pages and nothing else.

import { options } from "./lib/options.mjs";
import { preparePackages, preparePages } from "./lib/prepare.mjs";

preparePackages();
preparePages(options().pages);
