/** Stacks name the lines of this program's sources, as by `--enable-source-maps`, without the maps of all libraries in memory. */
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true);
