// Conversations of two clients that others wrote with a running hub. Prints a line per step; exit code 1 at the first that fails.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';
import { Client } from 'fhir-kit-client';
import smart from 'fhirclient';

const base = process.env.HUB_FHIR;
const token = (role) => process.env[`HUB_${role}_TOKEN`];
const BACKPORT = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-';
const TOPIC = 'https://tributary.dev/fhir/SubscriptionTopic/encounter-start';
const PATIENCE = 20_000;

/** A subscriber's endpoint; keeps the notification Bundles it gets. */
async function receiver() {
  const got = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      got.push(JSON.parse(body));
      response.writeHead(200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { got, url: `http://127.0.0.1:${server.address().port}/notify`, close: () => server.close() };
}

async function eventually(what, question) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

const parameter = (bundle, name) => bundle.entry[0].resource.parameter.find((each) => each.name === name);
const type = (bundle) => parameter(bundle, 'type').valueCode;
const numbers = (bundle) => bundle.entry[0].resource.parameter
  .filter((each) => each.name === 'notification-event')
  .map((event) => event.part.find((part) => part.name === 'event-number').valueString);

const subscription = (endpoint) => ({
  resourceType: 'Subscription',
  meta: { profile: [`${BACKPORT}subscription`] },
  status: 'requested',
  reason: 'Conversation',
  criteria: TOPIC,
  end: new Date(Date.now() + 15 * 60_000).toISOString(),
  channel: {
    type: 'rest-hook',
    endpoint,
    payload: 'application/fhir+json',
    _payload: { extension: [{ url: `${BACKPORT}payload-content`, valueCode: 'id-only' }] },
  },
});

/** A person and a visit that nobody has heard of. */
function visit() {
  const id = randomUUID().slice(0, 18);
  const put = (resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } });
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      put({ resourceType: 'Patient', id, identifier: [{ system: 'https://clinic.example/mrn', value: id }], name: [{ family: `Fam${id}` }] }),
      put({
        resourceType: 'Encounter',
        id,
        status: 'in-progress',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        subject: { reference: `Patient/${id}` },
        period: { start: new Date().toISOString() },
      }),
    ],
  };
}

const step = (client, text) => console.log(`${client}: ${text}`);

async function withFhirKitClient(source) {
  const name = 'fhir-kit-client';
  const client = new Client({ baseUrl: base, bearerToken: token('SUBSCRIBER') });
  const statement = await client.capabilityStatement();
  const declared = statement.rest[0].resource.find((each) => each.type === 'Subscription');
  assert.ok(declared.operation.some((each) => each.name === 'status'));
  step(name, 'the CapabilityStatement declares Subscription with $status');

  const inbox = await receiver();
  const created = await client.create({ resourceType: 'Subscription', body: subscription(inbox.url) });
  assert.equal(created.status, 'requested');
  await eventually('active', async () => (await client.read({ resourceType: 'Subscription', id: created.id })).status === 'active');
  assert.equal(type(inbox.got[0]), 'handshake');
  step(name, 'created, shaken hands with, active');

  await source.transaction({ body: visit() });
  const event = await eventually('a notification', async () => inbox.got.find((each) => type(each) === 'event-notification'));
  assert.deepEqual(numbers(event), ['1']);
  step(name, 'notified of event 1');

  const status = await client.operation({ name: '$status', resourceType: 'Subscription', id: created.id, method: 'GET' });
  assert.equal(parameter(status, 'events-since-subscription-start').valueString, '1');
  const posted = await client.operation({
    name: '$status',
    resourceType: 'Subscription',
    input: { resourceType: 'Parameters', parameter: [{ name: 'id', valueId: created.id }] },
  });
  assert.equal(posted.type, 'searchset');
  assert.equal(posted.entry.length, 1);
  const events = await client.operation({
    name: '$events', resourceType: 'Subscription', id: created.id, method: 'GET', input: { eventsSinceNumber: 1 },
  });
  assert.deepEqual(numbers(events), ['1']);
  step(name, '$status by GET and POST, $events');

  const found = await client.search({ resourceType: 'Subscription', searchParams: { status: 'active', url: inbox.url } });
  assert.equal(found.entry.length, 1);
  await client.update({ resourceType: 'Subscription', id: created.id, body: { ...found.entry[0].resource, status: 'off' } });
  assert.equal((await client.read({ resourceType: 'Subscription', id: created.id })).status, 'off');
  await client.delete({ resourceType: 'Subscription', id: created.id });
  await assert.rejects(client.read({ resourceType: 'Subscription', id: created.id }));
  inbox.close();
  step(name, 'found, switched off, deleted');

  await assert.rejects(
    client.create({ resourceType: 'Subscription', body: { ...subscription(inbox.url), criteria: 'https://nobody.example/topic' } }),
    (problem) => problem.response.status === 422 && problem.response.data.resourceType === 'OperationOutcome',
  );
  step(name, 'an unknown topic is refused with an OperationOutcome');
}

async function withFhirClient(source) {
  const name = 'fhirclient';
  const open = (role) => smart({ headers: {}, url: '/' }, {})
    .client({ serverUrl: base, tokenResponse: { access_token: token(role) } });
  const client = open('SUBSCRIBER');
  const inbox = await receiver();
  const created = await client.create(subscription(inbox.url));
  await eventually('active', async () => (await client.request({ url: `Subscription/${created.id}`, cache: 'no-store' })).status === 'active');
  await source.transaction({ body: visit() });
  const event = await eventually('a notification', async () => inbox.got.find((each) => type(each) === 'event-notification'));
  step(name, 'created, active, notified');

  const reader = open('READER');
  const focus = event.entry[1].fullUrl.slice(base.length + 1);
  const encounter = await reader.request(focus, { resolveReferences: ['subject'] });
  assert.equal(encounter.resourceType, 'Encounter');
  assert.equal(encounter.subject.resourceType, 'Patient');
  step(name, 'the focus and its patient are read');

  const status = await client.request(`Subscription/${created.id}/$status`);
  assert.equal(type(status), 'query-status');
  await client.update({ ...created, status: 'off' });
  await client.delete(`Subscription/${created.id}`);
  inbox.close();
  step(name, '$status, switched off, deleted');
}

const source = new Client({ baseUrl: base, bearerToken: token('SOURCE') });
await withFhirKitClient(source);
await withFhirClient(source);
