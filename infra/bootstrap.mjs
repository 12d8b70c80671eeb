/** Before `npm start` and `npm test`: whatever is missing is installed and built. */
import { prepare } from './toolchain.mjs';

await prepare();
