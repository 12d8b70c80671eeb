import { type Plant } from './plant.js';

/** Modules that need themselves, by whatever way round. */
export const CIRCLES: readonly Plant[] = [
  {
    rule: 'cycles',
    title: 'two modules that wait for each other',
    files: { 'libs/kernel/a.ts': "import { b } from './b.js';", 'libs/kernel/b.ts': "export { a as b } from './a.js';" },
    finds: 'imports itself: libs/kernel/a.ts → libs/kernel/b.ts → libs/kernel/a.ts',
  },
  {
    rule: 'cycles',
    title: 'three modules that need each other, one of them for a type only',
    files: {
      'libs/kernel/a.ts': "import { b } from './b.js';",
      'libs/kernel/b.ts': "import { c } from './c.js';",
      'libs/kernel/c.ts': "import { type A } from './a.js';",
      'libs/kernel/d.ts': "import { a } from './a.js';",
    },
    finds: 'imports itself: libs/kernel/a.ts → libs/kernel/b.ts → libs/kernel/c.ts → libs/kernel/a.ts',
  },
  {
    rule: 'cycles',
    title: 'a module that imports itself for a type',
    files: { 'libs/kernel/a.ts': "import { type A } from './a.js';" },
    finds: 'imports itself: libs/kernel/a.ts → libs/kernel/a.ts',
  },
  {
    rule: 'cycles',
    title: 'a circle beside those that are known',
    files: {
      'libs/domain/credit.ts': "import { type A } from './employee/employee.js';",
      'libs/domain/employee/employee.ts': "import { a } from '../credit.js'; import { b } from './b.js';",
      'libs/domain/employee/b.ts': "import { type C } from './employee.js';",
    },
    finds: 'imports itself: libs/domain/employee/employee.ts → libs/domain/employee/b.ts → libs/domain/employee/employee.ts',
  },
];
