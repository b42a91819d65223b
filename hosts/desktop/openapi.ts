/** The service's description of itself, OpenAPI 3.1: made from the catalogue, so that the two cannot differ. */

import { CATALOGUE } from '../../src/app/driver/catalogue.js';
import { SERVICE_ERRORS } from './service-calls.js';

type Json = Readonly<Record<string, unknown>>;

const ANSWER: Json = {
  type: 'object',
  required: ['code', 'out'],
  properties: {
    code: { type: 'integer', description: '0, or the negative number of an error' },
    out: { type: 'string', description: 'pOutInfo: the result, or the error in Chinese' },
    error: {
      type: 'string',
      enum: SERVICE_ERRORS,
      description: 'present where the service itself refused the request',
    },
  },
};

export function openApi(): Json {
  const orders = Object.entries(CATALOGUE).map(([name, { about, parameters }]) => ({
    type: 'object',
    title: name,
    description: `${about.zh} ${about.en}`,
    required: parameters.length > 0 ? ['function', 'arguments'] : ['function'],
    additionalProperties: false,
    properties: {
      function: { const: name },
      arguments: {
        type: 'object',
        required: parameters.map((parameter) => parameter.name),
        additionalProperties: false,
        properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, { type: parameter.type }])),
      },
    },
  }));
  const answer = (description: string) => ({ description, content: { 'application/json': { schema: ANSWER } } });
  return {
    openapi: '3.1.0',
    info: {
      title: 'ssc-terminal driver service',
      version: '1',
      description: 'POST /call with one JSON object is one call; the same objects, with an "id", go over a WebSocket.',
    },
    paths: {
      '/call': {
        post: {
          operationId: 'call',
          requestBody: { required: true, content: { 'application/json': { schema: { oneOf: orders } } } },
          responses: {
            200: answer('the terminal has answered; code says what'),
            400: answer('no request of this description'),
            403: answer('the origin is not in the allow-list'),
            413: answer('the body is too long'),
            503: answer('the terminal serves another caller'),
          },
        },
      },
    },
  };
}
