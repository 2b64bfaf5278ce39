namespace Kybernet.Api.Json;

/// <summary>
/// Says what is wrong with a text that is not JSON, in the words of Go's scanner. Used only after the real reader has
/// refused the text, so it may take its time.
/// </summary>
public static class GoJsonSyntax
{
    /// <summary>Go's message for <paramref name="utf8"/>; for well-formed text, that it is nested too deep.</summary>
    public static string Explain(ReadOnlySpan<byte> utf8)
    {
        Scanner scanner = new(utf8);
        return scanner.Document() ?? "exceeded max depth";
    }

    private ref struct Scanner(ReadOnlySpan<byte> text)
    {
        private const string End = "unexpected end of JSON input";

        private readonly ReadOnlySpan<byte> _text = text;
        private readonly Stack<(bool IsObject, bool IsFresh)> _open = [];
        private int _at;

        // Without recursion: the text may be nested deeper than the stack.
        public string? Document()
        {
            var error = Value();
            while (error is null && _open.TryPop(out var container)) error = Next(container);
            if (error is not null) return error;
            SkipSpace();
            return _at < _text.Length ? Wrong("after top-level value") : null;
        }

        // One element further in a container, or its end.
        private string? Next((bool IsObject, bool IsFresh) container)
        {
            if (AtEnd()) return End;
            if (_text[_at] == (container.IsObject ? '}' : ']'))
            {
                _at++;
                return null;
            }

            if (!container.IsFresh)
            {
                if (_text[_at] != ',') return Wrong(container.IsObject ? "after object key:value pair" : "after array element");
                _at++;
            }

            _open.Push((container.IsObject, false));
            return container.IsObject ? Key() ?? Value() : Value();
        }

        private string? Value()
        {
            if (AtEnd()) return End;
            var c = _text[_at];
            switch (c)
            {
                case (byte)'{' or (byte)'[':
                    _at++;
                    _open.Push((c == '{', true));
                    return null;
                case (byte)'"':
                    return String();
                case (byte)'t':
                    return Literal("true");
                case (byte)'f':
                    return Literal("false");
                case (byte)'n':
                    return Literal("null");
                default:
                    return c == '-' || char.IsAsciiDigit((char)c) ? Number() : Wrong("looking for beginning of value");
            }
        }

        private string? Key()
        {
            if (AtEnd()) return End;
            if (_text[_at] != '"') return Wrong("looking for beginning of object key string");
            if (String() is { } error) return error;
            if (AtEnd()) return End;
            if (_text[_at] != ':') return Wrong("after object key");
            _at++;
            return null;
        }

        private string? String()
        {
            for (_at++; _at < _text.Length; _at++)
            {
                var c = _text[_at];
                if (c == '"')
                {
                    _at++;
                    return null;
                }

                if (c < 0x20) return Wrong("in string literal");
                if (c == '\\' && Escape() is { } error) return error;
            }

            return End;
        }

        private string? Escape()
        {
            if (++_at == _text.Length) return End;
            if (@"bfnrt\/""".Contains((char)_text[_at])) return null;
            if (_text[_at] != 'u') return Wrong("in string escape code");
            for (var i = 0; i < 4; i++)
            {
                if (++_at == _text.Length) return End;
                if (!char.IsAsciiHexDigit((char)_text[_at])) return Wrong(@"in \u hexadecimal character escape");
            }

            return null;
        }

        private string? Literal(string word)
        {
            for (var i = 1; i < word.Length; i++)
            {
                if (++_at == _text.Length) return End;
                if (_text[_at] != word[i]) return Wrong($"in literal {word} (expecting '{word[i]}')");
            }

            _at++;
            return null;
        }

        private string? Number()
        {
            if (_text[_at] == '-')
            {
                if (++_at == _text.Length) return End;
                if (!AtDigit()) return Wrong("in numeric literal");
            }

            if (_text[_at] == '0') _at++;
            else SkipDigits();

            if (_at < _text.Length && _text[_at] == '.')
            {
                if (++_at == _text.Length) return End;
                if (!AtDigit()) return Wrong("after decimal point in numeric literal");
                SkipDigits();
            }

            if (_at < _text.Length && _text[_at] is (byte)'e' or (byte)'E')
            {
                _at++;
                if (_at < _text.Length && _text[_at] is (byte)'+' or (byte)'-') _at++;
                if (_at == _text.Length) return End;
                if (!AtDigit()) return Wrong("in exponent of numeric literal");
                SkipDigits();
            }

            return null;
        }

        private readonly bool AtDigit() => _at < _text.Length && char.IsAsciiDigit((char)_text[_at]);

        private void SkipDigits()
        {
            while (AtDigit()) _at++;
        }

        private void SkipSpace()
        {
            while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
        }

        private bool AtEnd()
        {
            SkipSpace();
            return _at >= _text.Length;
        }

        private readonly string Wrong(string where) => $"invalid character {Quote((char)_text[_at])} {where}";

        private static string Quote(char c) => c switch
        {
            '\'' => @"'\''",
            '"' => "'\"'",
            _ => $"'{GoQuote.Quote(c.ToString())[1..^1]}'",
        };
    }
}
