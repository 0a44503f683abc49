// Bundles the functions and writes all CloudFormation templates into infra/cdk.out; needs no network and no AWS.
import { synth } from '../infra/app.ts'
import { buildLambdas } from './lambda.mjs'

await buildLambdas('dist/lambda')
synth()
