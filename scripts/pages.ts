import { readFileSync } from 'node:fs'
import { permissionPage } from '../src/aws/permission-page.ts'
import { capabilityTable } from '../src/core/capability-table.ts'
import { causeTable } from '../src/core/cause-table.ts'
import { causes } from '../src/core/causes/index.ts'
import { kinds } from '../src/core/kinds/index.ts'
import { ruleTable } from '../src/core/rule-table.ts'
import { rules } from '../src/core/rules/index.ts'
import { loadOrganisation } from '../src/organisation.ts'
import { manifestFor } from '../src/slack/manifest.ts'
import { costPage } from './cost.ts'

/** Pages that are written from the source: `npm run docs` writes them, a test compares them. */
export const pages: readonly { readonly file: string; readonly text: () => string }[] = [
  { file: 'docs/resource-types.md', text: () => capabilityTable(kinds) },
  { file: 'docs/rules.md', text: () => ruleTable(rules) },
  { file: 'docs/failures.md', text: () => causeTable(causes) },
  { file: 'docs/permissions.md', text: permissionPage },
  { file: 'docs/cost.md', text: costPage },
  {
    file: 'manifest.yml',
    text: () => manifestFor(readFileSync('manifest.yml', 'utf8'), loadOrganisation('organisation.json')),
  },
]
