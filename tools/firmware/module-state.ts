/**
 * Finds mutable state at a module's top level. A preloaded module lies in ROM with all that it made: a variable costs RAM
 * and a table that is not frozen costs 4 bytes of it a link, where the linker does not refuse it. What a call returns is
 * not seen here: the tests in XS look at the values themselves. Neither is a typed array, which cannot be frozen.
 */

import type { parseAst } from 'vitest/node';

export type Program = ReturnType<typeof parseAst>;
type Statement = Program['body'][number];
type Declaration = Extract<Statement, { type: 'VariableDeclaration' }>;
type Expression = NonNullable<Declaration['declarations'][number]['init']>;
type Class = Extract<Expression, { type: 'ClassExpression' | 'ClassDeclaration' }>;

const TYPED_ARRAY = /^(?:Big)?(?:Int|Uint|Float)(?:8|16|32|64)(?:Clamped)?Array$/;

/** @returns each offence, as "`name` is …" */
export function moduleState(program: Program): string[] {
  return program.body.flatMap((statement) => {
    const declared =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
        ? statement.declaration
        : statement;
    if (declared?.type === 'VariableDeclaration') return variableState(declared);
    if (declared?.type === 'ClassDeclaration') return classState(declared);
    return [];
  });
}

function variableState({ kind, declarations }: Declaration): string[] {
  return declarations.flatMap(({ id, init }) => {
    const name = id.type === 'Identifier' ? id.name : 'a pattern';
    if (kind !== 'const') return [`${name} is a variable: pass it, or make it a field`];
    return init && isLoose(init) ? [`${name} is not frozen: Object.freeze it, rows and all`] : [];
  });
}

/** A static field stays writable unless its class is frozen, whatever it holds. */
function classState({ id, body }: Class): string[] {
  return body.body.flatMap((member) => {
    if (member.type !== 'PropertyDefinition' || !member.static || !member.value || !isLoose(member.value)) return [];
    return [`a static field of ${id?.name ?? 'a class'} is not frozen: Object.freeze it, rows and all`];
  });
}

/** Whether an expression makes an object that can be changed afterwards, or holds one. */
function isLoose(expression: Expression): boolean {
  switch (expression.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
      return true;
    case 'NewExpression':
      return !(expression.callee.type === 'Identifier' && TYPED_ARRAY.test(expression.callee.name));
    case 'ConditionalExpression':
      return isLoose(expression.consequent) || isLoose(expression.alternate);
    case 'LogicalExpression':
      return isLoose(expression.left as Expression) || isLoose(expression.right);
    case 'CallExpression': {
      const [frozen] = expression.arguments;
      return isFreeze(expression.callee) && frozen !== undefined && holdsLoose(frozen as Expression);
    }
    default:
      return false;
  }
}

/** Whether what is being frozen has something inside that is not. */
function holdsLoose(frozen: Expression): boolean {
  if (frozen.type === 'ArrayExpression')
    return frozen.elements.some((element) => element !== null && element.type !== 'SpreadElement' && isLoose(element));
  if (frozen.type === 'ObjectExpression')
    return frozen.properties.some((property) => property.type === 'Property' && isLoose(property.value as Expression));
  // Freezing a Map or a Set leaves what is in it as it was.
  return frozen.type === 'NewExpression' && isLoose(frozen);
}

function isFreeze(callee: Expression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Object' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'freeze'
  );
}
