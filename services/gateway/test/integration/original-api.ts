import type { LocalStack } from '@pinpipe/stack'

/** LocalStack takes any signature; the header tells which service is meant. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0'

/** Builds AWS' tutorial API "Amazon Kinesis proxy" in API Gateway. @returns the URL of its stage. */
export async function buildOriginalApi({ endpoint }: LocalStack): Promise<string> {
  const create = async (path: string, body: unknown) => {
    const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await fetch(endpoint + path, request)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { id: string }
  }
  const { id } = await create('/restapis?mode=import', definition)
  await create(`/restapis/${id}/deployments`, { stageName: 'test' })
  return `${endpoint}/_aws/execute-api/${id}/test`
}

const JSON_TYPE = 'application/json'
const streamName = `"StreamName": "$input.params('stream-name')"`

/** A method with one response, 200, whatever Kinesis answers. */
function method(action: string, template: string, templates = {}) {
  return {
    responses: { 200: { description: 'success' } },
    'x-amazon-apigateway-integration': {
      type: 'aws',
      httpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:kinesis:action/${action}`,
      credentials: 'arn:aws:iam::000000000000:role/kinesis-proxy',
      passthroughBehavior: 'when_no_templates',
      requestParameters: {
        'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
      },
      requestTemplates: { [JSON_TYPE]: template, ...templates },
      responses: { default: { statusCode: '200' } } as object,
    },
  }
}

/** DELETE alone has other statuses, and passes the content type on. */
function deleteMethod() {
  const passed = 'integration.response.header.Content-Type'
  const response = (statusCode: string) => ({
    statusCode,
    responseParameters: { 'method.response.header.Content-Type': passed },
  })
  const shown = { description: '', headers: { 'Content-Type': { type: 'string' } } }
  const made = method('DeleteStream', `{${streamName}}`)
  made['x-amazon-apigateway-integration'].responses = {
    default: response('200'),
    '4\\d{2}': response('400'),
    '5\\d{2}': response('500'),
  }
  return { ...made, responses: { 200: shown, 400: shown, 500: shown } }
}

const shardCount = `#set($count = $input.path('$.ShardCount'))#if($count == '') 5 #else $count #end`
const single = [
  streamName,
  `"Data": "$util.base64Encode($input.json('$.Data'))"`,
  `"PartitionKey": "$input.path('$.PartitionKey')"`,
].join(', ')
const batch = (data: string) =>
  `{${streamName}, "Records": [#foreach($elem in $input.path('$.records'))
    {"Data": "${data}", "PartitionKey": "$elem.partition-key"}#if($foreach.hasNext),#end
  #end]}`

/** Swagger 2.0 with API Gateway's extensions. */
const definition = {
  swagger: '2.0',
  info: { title: 'KinesisProxy', version: '1' },
  paths: {
    '/streams': { get: method('ListStreams', '{}') },
    '/streams/{stream-name}': {
      get: method('DescribeStream', `{${streamName}}`),
      post: method('CreateStream', `{"ShardCount": ${shardCount}, ${streamName}}`),
      delete: deleteMethod(),
    },
    '/streams/{stream-name}/record': { put: method('PutRecord', `{${single}}`) },
    '/streams/{stream-name}/records': {
      put: method('PutRecords', batch('$util.base64Encode($elem.data)'), {
        'application/x-amz-json-1.1': batch('$elem.data'),
      }),
      get: method('GetRecords', `{"ShardIterator": "$input.params('Shard-Iterator')"}`),
    },
    '/streams/{stream-name}/sharditerator': {
      get: method(
        'GetShardIterator',
        `{"ShardId": "$input.params('shard-id')", "ShardIteratorType": "TRIM_HORIZON", ${streamName}}`,
      ),
    },
  },
}
