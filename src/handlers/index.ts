import type { Handlers } from '../generated/handlers.js'
import {
  acceptTermsOfService,
  forgotPassword,
  getCurrentUser,
  login,
  logout,
  setPassword,
} from './authentication.js'
import type { HandlerContext } from './handler-context.js'
import { regenerateInvitation } from './invitations.js'
import { createUser, deleteUser, findUsers, updateUser } from './users.js'

/** The HeyDonto operations by operationId: what the sandbox answers when nothing replaces them. */
export const handlers = {
  UsersController_findUsers: findUsers,
  UsersController_createUser: createUser,
  UsersController_updateUser: updateUser,
  UsersController_deleteUser: deleteUser,
  AuthController_login: login,
  AuthController_logout: logout,
  AuthController_getCurrentUser: getCurrentUser,
  AuthController_acceptTermsOfService: acceptTermsOfService,
  AuthController_forgotPassword: forgotPassword,
  AuthController_setPassword: setPassword,
  AuthController_regenerateInvitation: regenerateInvitation,
} satisfies Handlers<HandlerContext>
