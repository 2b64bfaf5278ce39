// Words that both the API and the Container Runtime Interface have: here they mean the API's.
global using ApiNode = Kybernet.Api.Core.V1.Node;
global using Container = Kybernet.Api.Core.V1.Container;
global using ContainerStatus = Kybernet.Api.Core.V1.ContainerStatus;
