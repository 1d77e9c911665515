// Builds the pages and nothing else.

import { preparePackages, preparePages } from "./lib/prepare.mjs";

preparePackages();
preparePages();
