import type { Recipe } from '../recipe.ts'
import { cloudformation, ec2, eks, vmware } from './compute.ts'
import { aurora, documentdb, dsql, dynamodb, neptune, rdsInstance, rdsMultiAzCluster } from './databases.ts'
import { fsxLustre, fsxOntap, fsxOpenzfs, fsxWindows } from './fsx.ts'
import { ebs, efs, s3 } from './storage.ts'
import { redshift, redshiftServerless, sapHana, timestream } from './warehouses.ts'

/** How every type is restored; a test holds it against the list of kinds. */
export const recipes: readonly Recipe[] = [
  s3,
  ebs,
  ec2,
  rdsInstance,
  rdsMultiAzCluster,
  aurora,
  dsql,
  dynamodb,
  efs,
  fsxWindows,
  fsxLustre,
  fsxOntap,
  fsxOpenzfs,
  documentdb,
  neptune,
  redshift,
  redshiftServerless,
  timestream,
  vmware,
  sapHana,
  cloudformation,
  eks,
]

export const recipeOf = (kind: string): Recipe | undefined => recipes.find(it => it.kinds.includes(kind))
