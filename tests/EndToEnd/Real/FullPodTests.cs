namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>A pod with everything that the kubelet gives to one.</summary>
[Collection(RealNode.Collection)]
public sealed class FullPodTests(RealNode node)
{
    private const string Manifest = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: blue, file.txt: from the map}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: keys}
        stringData: {password: hunter2}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: full, labels: {tier: test}, annotations: {note: read me}}
        spec:
          terminationGracePeriodSeconds: 5
          hostname: chosen
          initContainers:
          - name: first
            image: busybox:1.36
            command: [sh, -c, "echo prepared > /shared/init"]
            volumeMounts: [{name: shared, mountPath: /shared}]
          containers:
          - name: main
            image: busybox:1.36
            command: [sh]
            args: [-c, "trap exit TERM; echo up > /www/index.html; httpd -f -p 8080 -h /www & wait"]
            env:
            - {name: PLAIN, value: "$(POD_NAME) here"}
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: EXPANDED, value: "$(POD_NAME) here"}
            - {name: TIER, valueFrom: {fieldRef: {fieldPath: "metadata.labels['tier']"}}}
            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
            - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
            - {name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: keys, key: password}}}
            - {name: ABSENT, valueFrom: {secretKeyRef: {name: none, key: none, optional: true}}}
            envFrom: [{prefix: ALL_, configMapRef: {name: settings}}]
            ports: [{name: http, containerPort: 8080, hostPort: 18124}]
            resources: {requests: {cpu: 50m, memory: 16Mi}, limits: {cpu: 200m, memory: 64Mi}}
            startupProbe: {tcpSocket: {port: http}, periodSeconds: 1, failureThreshold: 30}
            readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
            livenessProbe: {exec: {command: [cat, /shared/init]}, periodSeconds: 1, failureThreshold: 1}
            lifecycle:
              postStart: {exec: {command: [sh, -c, "echo started > /shared/post"]}}
              preStop: {exec: {command: [sh, -c, "echo stopping > /host/stopped"]}}
            volumeMounts:
            - {name: shared, mountPath: /shared}
            - {name: memory, mountPath: /memory}
            - {name: host, mountPath: /host}
            - {name: map, mountPath: /map}
            - {name: secret, mountPath: /secret, readOnly: true}
            - {name: about, mountPath: /about}
            - {name: many, mountPath: /many}
            - {name: map, mountPath: /one/file, subPath: file.txt}
          - name: beside
            image: busybox:1.36
            command: [sh, -c, "trap exit TERM; sleep 1000 & wait"]
            volumeMounts: [{name: shared, mountPath: /shared}]
          volumes:
          - {name: shared, emptyDir: {}}
          - {name: memory, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
          - {name: host, hostPath: {path: HOSTPATH, type: Directory}}
          - {name: map, configMap: {name: settings}}
          - {name: secret, secret: {secretName: keys, defaultMode: 0400, items: [{key: password, path: deep/pass}]}}
          - {name: about, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}, {path: cpu, resourceFieldRef: {containerName: main, resource: requests.cpu, divisor: 1m}}]}}
          - name: many
            projected:
              sources:
              - {configMap: {name: settings, items: [{key: colour, path: colour}]}}
              - {secret: {name: keys}}
              - {downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}}
              - {serviceAccountToken: {path: token, audience: somebody, expirationSeconds: 600}}
        """;

    [NodeFact]
    public async Task Everything_that_it_asks_for_is_there()
    {
        var ns = await node.NamespaceAsync();
        using TemporaryFiles files = new();
        var host = Directory.CreateDirectory(files["host"]).FullName;
        await node.Kubectl.RunAsync($"apply -n {ns} -f -", Manifest.Replace("HOSTPATH", host, StringComparison.Ordinal));
        await node.Kubectl.RunAsync($"wait pod/full -n {ns} --for=condition=Ready --timeout=50s");
        var ip = await node.Kubectl.RunAsync($"get pod full -n {ns} -o jsonpath={{.status.podIP}}");

        (string Command, string Answer)[] expected =
        [
            ("hostname", "chosen"),
            ("echo $PLAIN", "$(POD_NAME) here"), // only what stands above is put in
            ("echo $EXPANDED", "full here"),
            ("echo $TIER $POD_IP $CPU $MEMORY", $"test {ip} 200 67108864"),
            ("echo $COLOUR $PASSWORD $ALL_colour [$ABSENT]", "blue hunter2 blue []"),
            ("cat /shared/init /shared/post", "prepared\nstarted"),
            ("cat /map/file.txt; cat /one/file", "from the mapfrom the map"),
            ("cat /secret/deep/pass; stat -Lc %a /secret/deep/pass", "hunter2400"),
            ("cat /about/labels; echo; cat /about/cpu", "tier=\"test\"\n50"),
            ("cat /many/colour /many/password /many/name; test -s /many/token && echo +", "bluehunter2full+"),
            ("stat -fc %T /memory", "tmpfs"),
            ("touch /secret/new 2>/dev/null || echo refused", "refused"),
            ("cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null; true", "67108864"),
            ("cat /var/run/secrets/kubernetes.io/serviceaccount/namespace", ns),
        ];
        foreach (var (command, answer) in expected)
            Assert.Equal((command, answer), (command, (await node.Kubectl.RunAsync($"exec full -c main -n {ns} -- sh -c \"{command.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")).Trim()));
        Assert.Equal("prepared\n", await node.Kubectl.RunAsync($"exec full -c beside -n {ns} -- cat /shared/init"));

        using HttpClient http = new();
        Assert.Equal("up\n", await http.GetStringAsync(new Uri("http://127.0.0.1:18124/")));

        // What liveness asks for goes: the container is started anew, and its neighbour is not.
        await node.Kubectl.RunAsync($"exec full -c beside -n {ns} -- rm /shared/init");
        await node.Kubectl.WaitAsync($"get pod full -n {ns} -o jsonpath={{.status.containerStatuses[?(@.name=='main')].restartCount}}", s => s != "0");
        await node.Kubectl.RunAsync($"exec full -c beside -n {ns} -- sh -c \"echo prepared > /shared/init\"");
        await node.Kubectl.RunAsync($"wait pod/full -n {ns} --for=condition=Ready --timeout=50s");
        Assert.Equal("0", await node.Kubectl.RunAsync($"get pod full -n {ns} -o jsonpath={{.status.containerStatuses[?(@.name=='beside')].restartCount}}"));
        Assert.Contains("Liveness probe failed: cat: can't open '/shared/init'", await node.Kubectl.RunAsync($"describe pod full -n {ns}"));

        File.Delete(Path.Combine(host, "stopped"));
        await node.Kubectl.RunAsync($"delete pod full -n {ns} --timeout=50s");
        Assert.Equal("stopping\n", await File.ReadAllTextAsync(Path.Combine(host, "stopped")));
    }
}
