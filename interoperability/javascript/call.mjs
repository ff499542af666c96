// Call one operation: node call.mjs SERVICE OPERATION CONFIG PARAMS. Credentials, Region and endpoint that CONFIG does
// not have are those of the environment.
const [service, operation, config, params] = process.argv.slice(2);
const sdk = await import(`@aws-sdk/client-${service}`);
const client = sdk[Object.keys(sdk).find((name) => name.toLowerCase() === `${service}client`)];
try {
  const answer = await new client(JSON.parse(config)).send(new sdk[`${operation}Command`](JSON.parse(params)));
  if (answer.Body) answer.Body = await answer.Body.transformToString();
  console.log(JSON.stringify(answer));
} catch (error) {
  console.log(JSON.stringify({ error: error.name, status: error.$metadata?.httpStatusCode, message: error.message }));
}
